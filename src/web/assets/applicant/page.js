import { enhance } from './enhance.js';
import { watch } from './live.js';

enhance(document);
if (document.body.dataset.stamp) watch(enhance);
