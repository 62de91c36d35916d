"""The catalogue that portals harvest: one closed tree per dataset, in pages that never change."""
