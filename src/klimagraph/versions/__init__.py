"""What is different between two versions of a dataset, in words."""
