package org.conclave.ui.internal.admin;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.conclave.api.organisation.Delegation;
import org.conclave.api.organisation.Role;

/**
 * How far this administrator's own right reaches, to offer what will be accepted. What is signed is
 * judged by the organisation's service, not by this.
 *
 * @param delegations that this member holds
 */
record Authority(boolean root, List<Delegation> delegations) {
  /** The roles that it may give in invitations. */
  Set<Role> roles() {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (root) {
      roles.add(Role.MEMBER);
      roles.add(Role.SITE_ADMINISTRATOR);
    }
    delegations.forEach(each -> roles.addAll(each.roles()));
    return roles;
  }

  boolean everySite() {
    return root || delegations.stream().anyMatch(each -> each.site().isEmpty());
  }

  boolean mayDelegate() {
    return root || delegations.stream().anyMatch(Delegation::mayDelegate);
  }

  /** Those of {@code known} that it reaches, the whole organisation as an empty one first. */
  List<String> sites(List<String> known) {
    List<String> sites = new ArrayList<>();
    if (everySite()) {
      sites.add("");
      sites.addAll(known);
    } else {
      delegations.stream().map(Delegation::site).distinct().sorted().forEach(sites::add);
    }
    return sites;
  }
}
