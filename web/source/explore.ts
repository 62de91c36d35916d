/** Exploring: lists that follow each choice without a new page, names to choose from when comparing. */
import "../styles/explore.css";
import { followChoices } from "./explore/following";
import { offerPlaces } from "./explore/places";

followChoices();
offerPlaces();
