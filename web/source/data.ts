/** Pages of datasets, releases and errors: their styles, and waiting for what is being made. */
import "../styles/data.css";
import { offerWaiting } from "./data/waiting";

offerWaiting();
