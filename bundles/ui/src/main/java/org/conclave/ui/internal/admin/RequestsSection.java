package org.conclave.ui.internal.admin;

import java.util.Optional;
import javax.swing.JTextArea;
import org.conclave.api.organisation.MemberRequest;
import org.conclave.ui.internal.list.Cell;
import org.conclave.ui.internal.list.CellList;
import org.conclave.ui.internal.look.Avatar;
import org.conclave.ui.internal.look.Parts;

/** What waits for an administrator's signature, the oldest first. */
final class RequestsSection extends SectionPage {
  private static final long serialVersionUID = 1L;

  private final CellList<MemberRequest> list;
  private final JTextArea none = Parts.prose("");

  RequestsSection(Office office) {
    super(office, Section.REQUESTS);
    list =
        new CellList<>(
            "admin.requests",
            office.say("admin.section.REQUESTS"),
            MemberRequest::id,
            request ->
                new Cell.Content(
                    Avatar.person(request.name(), request.user(), AVATAR),
                    request.name(),
                    office.say("admin.request." + request.kind()),
                    office
                        .desk()
                        .text()
                        .when(
                            request.firstSeen(),
                            office.desk().text().day(office.desk().clock().instant())),
                    0));
    list.onOpen(request -> office.sheets().show(new RequestSheet(office, request)));
    none.setName("admin.requests.none");
    none.setText(office.say("admin.requests.none"));
    content(list, none);
  }

  @Override
  void show(Affairs affairs) {
    list.replace(affairs.requests());
    list.selectKey(Optional.empty());
    none.setVisible(affairs.requests().isEmpty());
  }
}
