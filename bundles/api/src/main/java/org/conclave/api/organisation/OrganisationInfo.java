package org.conclave.api.organisation;

import org.conclave.api.identity.DeviceId;
import org.conclave.api.identity.OrganisationId;
import org.conclave.api.identity.UserId;

/** This profile's organisation and its own place in it. */
public record OrganisationInfo(
    OrganisationId id, String name, UserId self, String selfName, DeviceId device, Role role) {}
