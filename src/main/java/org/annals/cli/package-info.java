/// The command line: `main`, the wiring by hand, and one class for each command.
@NullMarked
package org.annals.cli;

import org.jspecify.annotations.NullMarked;
