package org.conclave.api.storage;

import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;

/** A leaf of the tip: RFC 9420's leaf index, whose it is, and its keys. */
public record GroupMember(int leaf, UserId user, Bytes credential, Bytes signatureKey) {}
