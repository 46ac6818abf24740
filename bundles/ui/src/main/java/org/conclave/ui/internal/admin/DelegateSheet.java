package org.conclave.ui.internal.admin;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.Delegation;
import org.conclave.api.organisation.DelegationRequest;
import org.conclave.api.organisation.Member;
import org.conclave.api.organisation.Role;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;

/** Makes a member a site administrator, and says how far that goes. */
final class DelegateSheet extends ActSheet {
  private static final long serialVersionUID = 1L;
  private static final List<Integer> DAYS = List.of(30, 90, 180, 365, 400);
  private static final int USUAL = 3;
  private static final int MOST = 10_000;
  private static final int USUAL_QUOTA = 20;

  private final transient Member member;
  private final SiteChoice site;
  private final Map<Role, JCheckBox> roles = new EnumMap<>(Role.class);
  private final JCheckBox handOn;
  private final JComboBox<String> validity = new JComboBox<>();
  private final JSpinner quota;

  DelegateSheet(Office office, Affairs affairs, Member member, Optional<Delegation> before) {
    super(office, "sheet.delegate", office.say("admin.delegate.title", member.name()));
    this.member = member;
    prose("admin.delegate.about", member.name());
    Authority authority = affairs.authority();
    site =
        new SiteChoice(
            authority.sites(affairs.sites()), office.say("admin.site.all"), authority.everySite());
    site.choose(before.map(Delegation::site).orElse(member.site()));
    form.add(new Entry<>("delegate.site", office.say("admin.delegate.site"), site));
    form.add(Parts.label(office.say("admin.delegate.roles"), "semibold", "muted"));
    for (Role role : authority.roles()) {
      JCheckBox box = Parts.tick("delegate." + role, office.say("role." + role));
      box.setSelected(
          before.map(given -> given.roles().contains(role)).orElse(role == Role.MEMBER));
      roles.put(role, box);
      form.add(box, "gaptop -8");
    }
    quota =
        new JSpinner(
            new SpinnerNumberModel(
                before.map(Delegation::quota).orElse(USUAL_QUOTA).intValue(), 0, MOST, 1));
    form.add(new Entry<>("delegate.quota", office.say("admin.delegate.quota"), quota));
    DAYS.forEach(days -> validity.addItem(office.say("invite.days", days)));
    validity.setSelectedIndex(USUAL);
    form.add(new Entry<>("delegate.validity", office.say("invite.validity"), validity));
    handOn = Parts.tick("delegate.handOn", office.say("admin.delegate.handOn"));
    handOn.setSelected(before.map(Delegation::mayDelegate).orElse(false));
    if (authority.root()) {
      form.add(handOn);
    }
    JButton go = Parts.primary("delegate.go", office.say("admin.delegate.go"), event -> delegate());
    end(cancel(), go);
    // Not the site: a box with a field within that gets the focus first keeps the window in memory.
    focusFirst(roles.values().stream().findFirst().orElse(handOn));
  }

  private void delegate() {
    Set<Role> given = EnumSet.noneOf(Role.class);
    roles.forEach(
        (role, box) -> {
          if (box.isSelected()) {
            given.add(role);
          }
        });
    if (given.isEmpty()) {
      refuse(office.say("admin.delegate.roles.none"));
      return;
    }
    DelegationRequest request =
        new DelegationRequest(
            member.user(),
            site.site(),
            given,
            handOn.isSelected(),
            Duration.ofDays(DAYS.get(validity.getSelectedIndex())),
            ((Number) quota.getValue()).intValue());
    act(
        office.say("admin.signing"),
        () -> office.desk().services().require(Administration.class).delegate(request),
        delegation -> done(office.say("admin.delegate.done", member.name())));
  }
}
