package org.conclave.api.organisation;

/** What a member may do in the organisation. */
public enum Role {
  MEMBER,
  SITE_ADMINISTRATOR,
  ROOT_ADMINISTRATOR
}
