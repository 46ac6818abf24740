/** The messages of RFC 9420 as values: framing, key packages, proposals, commits, welcomes. */
@NullMarked
package org.conclave.mls.message;

import org.jspecify.annotations.NullMarked;
