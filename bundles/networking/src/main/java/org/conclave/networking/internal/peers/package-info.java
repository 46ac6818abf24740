/**
 * Devices of members: which are connected, where they are found, and how they are reached again.
 */
@NullMarked
package org.conclave.networking.internal.peers;

import org.jspecify.annotations.NullMarked;
