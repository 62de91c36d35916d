/** What every page gets: styles, copying, rows in another order, dates of this place. */
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/layout.css";
import "../styles/parts.css";
import "../styles/things.css";
import "../styles/print.css";
import { offerCopies } from "./site/copying";
import { offerSuggestions } from "./site/suggesting";

offerCopies();
offerSuggestions();
