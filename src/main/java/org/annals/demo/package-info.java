/// The demo archive: invented people write about an invented C library. Scripts below the package's
/// resources say who wrote what; the code here turns them into a git repository and into mails.
@NullMarked
package org.annals.demo;

import org.jspecify.annotations.NullMarked;
