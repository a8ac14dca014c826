/// One index over all inboxes: documents, the query tree, search.
///
/// A document is a posting (ruling 1 of the design): one message in one inbox under one article
/// number. `MessageIndex` is the port; the embedded implementation is Lucene's and none of its
/// types leave this package. No call assumes that documents are local or loads more than it is
/// asked for. Fields are described in `docs/formats/index.md`.
@NullMarked
package org.annals.index;

import org.jspecify.annotations.NullMarked;
