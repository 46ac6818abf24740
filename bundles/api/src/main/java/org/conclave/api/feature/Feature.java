package org.conclave.api.feature;

import java.util.List;
import org.conclave.api.organisation.SitePolicy;

/**
 * A part that can be switched.
 *
 * @param id lower case, e.g. {@code migration}
 * @param description one sentence for a person
 * @param version of the bundle
 * @param signer for a person: who signed the bundle; empty for a part of Conclave itself
 * @param running whether it runs now
 * @param policy what the organisation has decided
 * @param chosen the member's choice
 * @param uses interfaces of the API that it imports
 * @param problem for a person, where it could not be started; else empty
 */
public record Feature(
    String id,
    String title,
    String description,
    String bundle,
    String version,
    String signer,
    boolean running,
    SitePolicy.Feature policy,
    boolean chosen,
    List<String> uses,
    String problem) {
  public Feature {
    uses = List.copyOf(uses);
  }
}
