/** The first page: only its styles. */
import "../styles/home.css";
