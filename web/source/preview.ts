/** The small page that tools for tables show beside a cell. */
import "../styles/tokens.css";
import "../styles/preview.css";
