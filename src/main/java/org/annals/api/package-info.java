/// What programs know of Patchwork's REST interface, over the archive: versions 1.0 to 1.4.
///
/// `PatchworkApi` is the way in: an `ApiRequest` becomes an `ApiAnswer`, without a socket.
/// `ApiPath` and `MailPages` alone know addresses. What is read comes from the mail and from what
/// is derived of it; what programs write becomes records of the control inbox.
/// `docs/protocols.md` lists the routes.
@NullMarked
package org.annals.api;

import org.jspecify.annotations.NullMarked;
