/** What it means for input to break a rule, a peer's or the caller's, and how that is reported. */
@NullMarked
package org.conclave.mls.rule;

import org.jspecify.annotations.NullMarked;
