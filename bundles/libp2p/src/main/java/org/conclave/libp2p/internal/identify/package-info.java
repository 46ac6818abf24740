/** Identify and identify push (specs: identify). */
@NullMarked
package org.conclave.libp2p.internal.identify;

import org.jspecify.annotations.NullMarked;
