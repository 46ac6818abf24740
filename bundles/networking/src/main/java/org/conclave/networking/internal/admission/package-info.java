/** Who may be connected: the gate, and the dialogue in which two devices admit each other. */
@NullMarked
package org.conclave.networking.internal.admission;

import org.jspecify.annotations.NullMarked;
