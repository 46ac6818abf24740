package org.conclave.api.storage;

import org.conclave.api.identity.StateId;

/**
 * Where a group stands on this device.
 *
 * @param tip the state that is sent under
 * @param version counts every change to the group's state, rows included, for compare-and-set
 */
public record GroupHead(StateId tip, long version) {}
