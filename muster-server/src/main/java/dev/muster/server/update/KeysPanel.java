package dev.muster.server.update;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.UpdateStore;
import dev.muster.format.update.keys.ReleaseKeyList;
import dev.muster.format.update.keys.SignedKeyList;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whose signatures count for each product, how many are needed, and which devices obey them; on the page of updates. */
final class KeysPanel {
    /** Products on one page; keys of all are in the API. */
    private static final int MOST = 50;

    private static final int MOST_EPOCHS = 20;

    /** Characters of a thumbprint that tell keys apart for people. */
    private static final int SHORT = 12;

    private KeysPanel() {}

    static Html.Node of(Tx tx, OrgId org, Instant now) {
        List<String> products = tx.query(
                "select distinct product from update_signer where org = ? order by product limit " + MOST,
                row -> row.text("product"),
                org.value());
        if (products.isEmpty()) {
            return Html.Node.NOTHING;
        }
        Map<String, KeyUptake.Standing> lists = KeyUptake.of(tx, org.value(), MOST).stream()
                .collect(Collectors.toMap(KeyUptake.Standing::product, Function.identity()));
        return el(
                "section",
                attr("id", "release-keys"),
                el("h2", "Whose releases count"),
                el(
                        "table",
                        el(
                                "thead",
                                el(
                                        "tr",
                                        el("th", "Product"),
                                        el("th", "Keys"),
                                        el("th", "Must sign"),
                                        el("th", "Obeyed, of devices that say so"),
                                        el("th", "Lists before"))),
                        el("tbody", Html.each(products, product -> row(tx, org, product, lists, now)))));
    }

    private static Html.Node row(Tx tx, OrgId org, String product, Map<String, KeyUptake.Standing> lists, Instant now) {
        ProductId id = new ProductId(product);
        List<UpdateStore.Signer> keys = SqlReleases.signers(tx, org.value(), id);
        KeyUptake.Standing list = lists.get(product);
        return el(
                "tr",
                el("td", product),
                el("td", el("ul", Html.each(keys, key -> el("li", name(key.name(), key.thumbprint()))))),
                el("td", text(SqlReleases.signersNeeded(tx, org.value(), id) + " of " + keys.size())),
                el("td", list == null ? text("no signed list: those of the factory") : obeyed(list, now)),
                el("td", list == null ? Html.Node.NOTHING : history(tx, org, id)));
    }

    private static Html.Node obeyed(KeyUptake.Standing list, Instant now) {
        String word = list.devices() == 0
                ? "no device says whom it obeys"
                : list.obey() + " of " + list.devices() + " obey epoch " + list.epoch();
        return el(
                "span",
                Shown.badge(word, list.obey() < list.devices() ? "bad" : "good"),
                list.published()
                        .map(at -> el("span", text(" published "), Shown.time(at, now)))
                        .orElse(Html.Node.NOTHING));
    }

    private static Html.Node history(Tx tx, OrgId org, ProductId product) {
        List<ReleaseKeyList> lists = SqlReleases.newestKeyLists(tx, org.value(), product, MOST_EPOCHS).stream()
                .map(signed -> SignedKeyList.parse(signed).list())
                .toList();
        return el(
                "details",
                el("summary", lists.size() + (lists.size() == 1 ? " list" : " lists")),
                el(
                        "ul",
                        Html.each(
                                lists,
                                list -> el(
                                        "li",
                                        "epoch " + list.epoch() + ", " + list.needed() + " of "
                                                + list.keys().size() + ": "
                                                + list.keys().stream()
                                                        .map(key -> name(key.name(), key.thumbprint()))
                                                        .collect(Collectors.joining(", "))))));
    }

    private static String name(String name, String thumbprint) {
        return name + " " + thumbprint.substring(0, SHORT);
    }
}
