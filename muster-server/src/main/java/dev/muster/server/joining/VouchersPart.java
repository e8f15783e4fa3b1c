package dev.muster.server.joining;

import dev.muster.core.joining.Vouchers;
import dev.muster.core.ledger.OrgId;
import dev.muster.server.joining.PageForm.Field;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.util.List;

/** Vouchers on the page of joining: who asks for one, who is believed to sign them, and which there are. */
final class VouchersPart {
    private VouchersPart() {}

    static Html.Node of(OrgId org, SqlVouchers vouchers, JoiningView view) {
        String base = "/api/v1/" + org.value() + "/joining/";
        Html.Node asked = view.section(
                "Devices that ask for a voucher",
                "No device asks for one.",
                vouchers.asking(),
                List.of(
                        JoiningPage.column("Device", each -> each.device().value()),
                        JoiningPage.column("Maker", Vouchers.Asked::maker),
                        JoiningPage.column("Number", Vouchers.Asked::serial),
                        new Table.Column<>("Since", "", each -> Shown.time(each.since(), view.now()))));
        Html.Node kept = view.section(
                "Vouchers",
                "No voucher says that a device belongs here.",
                vouchers.vouchers(),
                List.of(
                        JoiningPage.column("Maker", Vouchers.Kept::maker),
                        JoiningPage.column("Number", Vouchers.Kept::serial),
                        JoiningPage.column("Ends", each -> JoiningPage.ends(each.until()))));
        Html.Node add = view.act(new PageForm(
                "Take a voucher",
                "new-voucher",
                "Its device can join where an anchor admits devices by voucher.",
                base + "vouchers",
                List.of(new Field.Lines("voucher", "The voucher (CMS, in PEM or base64)"))));
        return Html.all(List.of(asked, kept, add, signers(vouchers, base, view)));
    }

    private static Html.Node signers(SqlVouchers vouchers, String base, JoiningView view) {
        Html.Node signers = view.section(
                "Who signs vouchers",
                "Nobody's vouchers are believed.",
                vouchers.signers(),
                List.of(
                        JoiningPage.column("Maker", Vouchers.Signer::maker),
                        JoiningPage.column(
                                "Certificate",
                                each -> each.certificate()
                                        .getSubjectX500Principal()
                                        .getName())),
                new Table.Column<>("Change", "", each -> disbelieve(base, each)));
        Html.Node believe = view.act(new PageForm(
                "Believe a signer",
                "new-signer",
                "What this key signs says which devices of the maker belong here.",
                base + "voucher-signers",
                List.of(
                        new Field.Line("maker", "Maker, as its certificates name it (O)"),
                        new Field.Lines("certificate", "The certificate of the key that signs (PEM)"))));
        return Html.all(List.of(signers, believe));
    }

    private static Html.Node disbelieve(String base, Vouchers.Signer signer) {
        return new PageForm(
                        "Believe no longer",
                        signer.fingerprint(),
                        "Its vouchers let no more devices of " + signer.maker() + " in. Those that have joined stay.",
                        base + "voucher-signers/" + signer.fingerprint() + "/remove",
                        List.of(PageForm.REASON))
                .render();
    }
}
