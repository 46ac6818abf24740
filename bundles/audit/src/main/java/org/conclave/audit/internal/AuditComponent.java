package org.conclave.audit.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.conclave.api.audit.AuditEntry;
import org.conclave.api.audit.AuditException;
import org.conclave.api.audit.AuditLog;
import org.conclave.api.audit.AuditVerdict;
import org.conclave.api.organisation.Membership;
import org.conclave.api.organisation.Organisation;
import org.conclave.api.storage.Storage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The audit log in the framework: there while a profile is unlocked. */
@Component(service = AuditLog.class)
public final class AuditComponent implements AuditLog {
  private final ProfileAuditLog log;
  private final Belonging belonging = new Belonging(Duration.ofSeconds(5));

  @Activate
  public AuditComponent(@Reference Storage storage) {
    log = new ProfileAuditLog(storage, belonging::membership);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setOrganisation(Organisation organisation) {
    belonging.organisationArrived(organisation, () -> organisation.info().isPresent());
  }

  void unsetOrganisation(Organisation organisation) {
    belonging.organisationDeparted(organisation);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setMembership(Membership membership) {
    belonging.arrived(membership);
  }

  void unsetMembership(Membership membership) {
    belonging.departed(membership);
  }

  @Override
  public List<AuditEntry> entries(long before, int limit) throws AuditException {
    return log.entries(before, limit);
  }

  @Override
  public AuditVerdict verify() throws AuditException {
    return log.verify();
  }

  @Override
  public AuditVerdict export(Path file) throws AuditException {
    return log.export(file);
  }

  @Override
  public AuditVerdict verify(Path file) throws AuditException {
    return log.verify(file);
  }
}
