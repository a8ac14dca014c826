/// The code that mail is about: objects of configured git repositories, and files that exist only
/// in mail, made by applying patches.
///
/// Way in: `Solver.solve` for an abbreviated id. Repositories are only read. Nothing throws on
/// mail; a repository that cannot be read is one step of a search, not its end.
@NullMarked
package org.annals.code;

import org.jspecify.annotations.NullMarked;
