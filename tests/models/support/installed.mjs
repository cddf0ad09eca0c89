// Packages from the cache folder, which is outside the tree.

import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.MODELS_TESTS_CACHE, "package.json"));

export const installed = async (name) => import(pathToFileURL(require.resolve(name)).href);
