/** Pages of those who check and hand in data: dropping, sizes, progress, comparing, waiting. */
import "../styles/submit.css";
import { checkWithProgress } from "./submit/checking";
import { offerDropping } from "./submit/dropping";
import { followLinks } from "./submit/jumping";
import { sendOnce } from "./submit/once";
import { rememberReport } from "./submit/remembering";
import { refuseLargeFiles } from "./submit/sizes";
import { awaitCheck } from "./submit/waiting";

offerDropping();
refuseLargeFiles();
checkWithProgress();
sendOnce();
rememberReport();
awaitCheck();
followLinks();
