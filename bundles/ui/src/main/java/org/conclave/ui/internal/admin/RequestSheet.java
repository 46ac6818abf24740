package org.conclave.ui.internal.admin;

import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JTextField;
import org.conclave.api.organisation.Administration;
import org.conclave.api.organisation.MemberRequest;
import org.conclave.api.organisation.OrganisationException;
import org.conclave.ui.internal.look.Changes;
import org.conclave.ui.internal.look.Entry;
import org.conclave.ui.internal.look.Parts;

/**
 * A request with all that helps to judge it. It can be signed only once the administrator says that
 * the digits were compared: a name proves nothing.
 */
final class RequestSheet extends ActSheet {
  private static final long serialVersionUID = 1L;

  private final transient MemberRequest request;
  private final Entry<JTextField> name;

  RequestSheet(Office office, MemberRequest request) {
    super(office, "sheet.request", office.say("admin.request.title." + request.kind()));
    this.request = request;
    name = new Entry<>("request.name", office.say("invite.name"), new JTextField(request.name()));
    Changes.of(name.field(), name::accept);
    prose("admin.request.about." + request.kind(), request.name());
    boolean joins = request.kind() == MemberRequest.Kind.JOIN;
    boolean signs = request.kind() != MemberRequest.Kind.LATE_CLAIM;
    if (joins) {
      form.add(name);
    }
    form.add(facts(joins), "wmin 0");
    JButton decline =
        Parts.button(
            "request.decline",
            office.say(signs ? "admin.request.decline" : "admin.request.forget"),
            event -> decline());
    if (!signs) {
      end(cancel(), decline);
      focusFirst(decline);
      return;
    }
    JButton confirm =
        Parts.primary(
            "request.confirm", office.say("admin.request.confirm"), event -> confirm(joins));
    confirm.setEnabled(false);
    JCheckBox compared = Parts.tick("request.compared", office.say("admin.request.compared"));
    compared.addActionListener(event -> confirm.setEnabled(compared.isSelected()));
    form.add(compared);
    end(cancel(), decline, confirm);
    focusFirst(joins ? name.field() : compared);
  }

  private Facts facts(boolean joins) {
    Facts facts = new Facts();
    if (!joins) {
      facts.add("request.member", office.say("admin.request.member"), request.name());
    }
    facts.addDigits(
        "request.fingerprint", office.say("admin.request.fingerprint"), request.fingerprint());
    if (!request.invitation().isEmpty()) {
      facts.add("request.invitation", office.say("admin.request.invitation"), request.invitation());
    }
    facts.add(
        "request.seen",
        office.say("admin.request.seen"),
        office.desk().text().date(request.firstSeen())
            + ", "
            + office.desk().text().time(request.firstSeen()));
    return facts.addDigits(
        "request.device", office.say("admin.device.fingerprint"), Fingerprint.of(request.device()));
  }

  private void confirm(boolean joins) {
    String called = joins ? name.field().getText().strip() : request.name();
    if (called.isEmpty()) {
      name.refuse(office.say("field.required"));
      return;
    }
    actOrElse(
        office.say("admin.signing"),
        () -> {
          office.desk().services().require(Administration.class).confirm(request.id(), called);
          return true;
        },
        confirmed -> done(office.say("admin.request.confirmed." + request.kind(), called)),
        failure -> {
          if (failure instanceof OrganisationException e
              && e.reason() == OrganisationException.Reason.INVALID_NAME) {
            name.refuse(say(failure));
          } else {
            refuse(say(failure));
          }
        });
  }

  private void decline() {
    act(
        office.say("admin.request.declining"),
        () -> {
          office.desk().services().require(Administration.class).decline(request.id());
          return true;
        },
        declined -> done(office.say("admin.request.declined", request.name())));
  }
}
