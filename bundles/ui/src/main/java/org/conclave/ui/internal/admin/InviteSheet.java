package org.conclave.ui.internal.admin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JRadioButton;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import org.conclave.api.network.Network;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.InvitationRequest;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.api.organisation.Role;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Look;
import org.conclave.ui.internal.look.Parts;

/**
 * Makes an invitation: for the account whose code is pasted, or an open one, after it is said what
 * that means.
 */
final class InviteSheet extends ActSheet {
  private static final long serialVersionUID = 1L;
  private static final List<Integer> DAYS = List.of(1, 7, 30, 90);
  private static final int USUAL = 1;

  private final transient Affairs affairs;
  private final JRadioButton bound;
  private final JRadioButton open;
  private final Entry<JTextArea> account;
  private final Entry<JTextField> name;
  private final Entry<JTextField> note;
  private final JTextArea about;
  private final JTextArea warning;
  private final JComboBox<String> role = new JComboBox<>();
  private final transient List<Role> roles;
  private final SiteChoice site;
  private final JComboBox<String> validity = new JComboBox<>();

  InviteSheet(Office office, Affairs affairs) {
    super(office, "sheet.invite", office.say("invite.title"));
    this.affairs = affairs;
    bound = choice("invite.bound", office.say("admin.invite.bound"));
    open = choice("invite.open", office.say("admin.invite.open"));
    ButtonGroup group = new ButtonGroup();
    group.add(bound);
    group.add(open);
    bound.setSelected(true);
    form.add(bound);
    form.add(open, "gaptop -8");
    about = Parts.prose(office.say("invite.about"));
    warning = Parts.prose(office.say("admin.invite.open.warning"), "warning");
    warning.setName("invite.warning");
    form.add(about, "wmin 0");
    form.add(warning, "wmin 0");
    JTextArea code = new JTextArea(2, 0);
    code.setLineWrap(true);
    account =
        new Entry<>("invite.account", office.say("invite.account"), code, new JScrollPane(code));
    name = new Entry<>("invite.name", office.say("invite.name"), new JTextField());
    note = new Entry<>("invite.note", office.say("admin.invite.note"), new JTextField());
    Changes.of(code, account::accept);
    Changes.of(name.field(), name::accept);
    Changes.of(note.field(), note::accept);
    form.add(account, "wmin 0");
    form.add(name);
    form.add(note);
    roles = roles(affairs);
    roles.forEach(each -> role.addItem(office.say("role." + each)));
    form.add(new Entry<>("invite.role", office.say("admin.role"), role));
    site =
        new SiteChoice(
            affairs.authority().sites(affairs.sites()),
            office.say("admin.site.none"),
            affairs.authority().everySite());
    form.add(new Entry<>("invite.site", office.say("admin.site"), site));
    DAYS.forEach(days -> validity.addItem(office.say("invite.days", days)));
    validity.setSelectedIndex(USUAL);
    form.add(new Entry<>("invite.validity", office.say("invite.validity"), validity));
    JButton go = Parts.primary("invite.go", office.say("invite.go"), event -> invite());
    end(cancel(), go);
    focusFirst(code);
    choose();
  }

  /** Where nothing of its own right is known yet, a member is what anybody may invite. */
  private static List<Role> roles(Affairs affairs) {
    List<Role> roles = affairs.authority().roles().stream().sorted().toList();
    return roles.isEmpty() ? List.of(Role.MEMBER) : roles;
  }

  private JRadioButton choice(String what, String says) {
    JRadioButton button = new JRadioButton(says);
    button.setName(what);
    button.setOpaque(false);
    button.setIconTextGap(Look.GRID);
    button.addActionListener(event -> choose());
    return button;
  }

  private void choose() {
    about.setVisible(bound.isSelected());
    account.setVisible(bound.isSelected());
    name.setVisible(bound.isSelected());
    warning.setVisible(open.isSelected());
    note.setVisible(open.isSelected());
    office.sheets().revalidate();
  }

  private void invite() {
    boolean toOne = bound.isSelected();
    String code = account.field().getText().strip();
    String called = (toOne ? name : note).field().getText().strip();
    if (toOne && code.isEmpty()) {
      account.refuse(office.say("field.required"));
      return;
    }
    if (toOne && called.isEmpty()) {
      name.refuse(office.say("field.required"));
      return;
    }
    Role given = roles.get(role.getSelectedIndex());
    String at = site.site();
    Duration valid = Duration.ofDays(DAYS.get(validity.getSelectedIndex()));
    actOrElse(
        office.say("admin.signing"),
        () -> {
          List<String> addresses =
              office
                  .desk()
                  .services()
                  .find(Network.class)
                  .map(network -> network.status().listenAddresses())
                  .orElse(List.of());
          return office
              .desk()
              .services()
              .require(Administration.class)
              .invite(
                  new InvitationRequest(
                      toOne ? Optional.of(code) : Optional.empty(),
                      called,
                      given,
                      at,
                      valid,
                      addresses));
        },
        invitation -> {
          if (office.sheets().isShowing(this)) {
            office.sheets().show(new InvitationSheet(office, affairs, invitation));
          }
        },
        this::refused);
  }

  private void refused(Exception failure) {
    String said = say(failure);
    OrganisationException.Reason reason =
        failure instanceof OrganisationException e
            ? e.reason()
            : OrganisationException.Reason.STORAGE;
    switch (reason) {
      case INVALID_ACCOUNT_CODE -> account.refuse(said);
      case INVALID_NAME -> (bound.isSelected() ? name : note).refuse(said);
      default -> refuse(said);
    }
  }
}
