/// How mail and what belongs to it comes from elsewhere.
@NullMarked
package org.annals.ingest;

import org.jspecify.annotations.NullMarked;
