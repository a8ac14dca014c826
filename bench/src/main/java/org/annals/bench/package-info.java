/// Measures a built Annals from outside: as processes, over HTTP and by what `/proc` says of them.
///
/// Where the Perl peer (public-inbox) runs, it gets the same requests in the same minutes, so that
/// the ratio of both means something even on a busy machine. Nothing here imports the product.
/// The way in is `Main`; each stage is a class that returns a piece of Markdown.
package org.annals.bench;
