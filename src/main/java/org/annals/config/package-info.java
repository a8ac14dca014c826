/// The config file as one record. Nothing but `cli` reads it.
@NullMarked
package org.annals.config;

import org.jspecify.annotations.NullMarked;
