/** Exploring: styles, and lists that follow the choice without a new page. */
import "../styles/explore.css";
