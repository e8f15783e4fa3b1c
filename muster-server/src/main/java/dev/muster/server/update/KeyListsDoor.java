package dev.muster.server.update;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.KeyLists;
import dev.muster.core.update.UpdateStore;
import dev.muster.format.MalformedException;
import dev.muster.format.update.keys.ReleaseKeyList;
import dev.muster.format.update.keys.SignedKeyList;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Accepts;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Signed lists of release keys: published by people, followed by devices.
 *
 * <pre>
 * POST /api/v1/{org}/release-key-lists            a {@link SignedKeyList}  -> {product, epoch, stopped: [rollout]}
 * GET  /api/v1/{org}/release-key-lists?product=ID -> [{epoch, needed, keys: [{name, thumbprint}], signed}], signed in base64
 * GET  /update/{org}/release-keys?after=EPOCH     on the listener for devices: lists of the device's product
 * </pre>
 */
final class KeyListsDoor {
    private final UpdateDevices devices;
    private final Database database;
    private final Shell shell;
    private final InstantSource clock;

    KeyListsDoor(UpdateDevices devices, Database database, Shell shell, InstantSource clock) {
        this.devices = devices;
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for people. */
    Routes addTo(Routes routes) {
        return routes.post(
                        "/api/v1/{org}/release-key-lists",
                        Need.WRITE,
                        Accepts.upTo(SignedKeyList.MAX_BYTES),
                        this::publish)
                .get("/api/v1/{org}/release-key-lists", Need.READ, this::list);
    }

    /** On the listener for devices. */
    Routes addForDevices(Routes routes) {
        return routes.get("/update/{org}/release-keys", Need.NOTHING, this::after);
    }

    private Response publish(Request request) {
        SignedKeyList signed;
        try {
            signed = SignedKeyList.parse(request.body(SignedKeyList.MAX_BYTES));
        } catch (MalformedException e) {
            throw Problem.of(400, "malformed-key-list", "The list cannot be read.", e.reason() + " at " + e.path())
                    .refuse();
        }
        OrgId org = request.org();
        KeyLists.Answer answer = shell.<UpdateStore, KeyLists.Answer>run(
                org,
                tx -> new SqlUpdateStore(tx, org),
                known -> KeyLists.publish(signed, request.caller().name(), known, clock.instant()));
        String product = signed.list().product();
        return switch (answer) {
            case KeyLists.Answer.Published done ->
                Response.json(201, Map.of("product", product, "epoch", done.epoch(), "stopped", done.stopped()));
            case KeyLists.Answer.Known known ->
                Response.json(Map.of("product", product, "epoch", known.epoch(), "stopped", List.of()));
            case KeyLists.Answer.Refused refused -> throw Doors.refused(refused.refusal());
        };
    }

    /** @param signed the list under its signatures, base64 */
    public record ListView(long epoch, int needed, List<KeyView> keys, String signed) {}

    /** One key of a list. */
    public record KeyView(String name, String thumbprint) {}

    private Response list(Request request) {
        OrgId org = request.org();
        ProductId product = Doors.product(request.query("product").orElse(""));
        return Response.json(
                database
                        .read(tx -> SqlReleases.keyLists(tx, org.value(), product, 0, (int) ReleaseKeyList.LAST_EPOCH))
                        .stream()
                        .map(KeyListsDoor::view)
                        .toList());
    }

    private static ListView view(byte[] signed) {
        ReleaseKeyList list = SignedKeyList.parse(signed).list();
        return new ListView(
                list.epoch(),
                list.needed(),
                list.keys().stream()
                        .map(key -> new KeyView(key.name(), key.thumbprint()))
                        .toList(),
                Base64.getEncoder().encodeToString(signed));
    }

    /** Whoever serves the device, in quarantine too: a list says whom to obey, and nothing that could be abused. */
    private Response after(Request request) {
        OrgId org = request.org();
        UpdateDevices.Client client = devices.require(request, org, CertificateUse.RECOVERY_ARTIFACT);
        long after = request.query("after", 0, 0, ReleaseKeyList.LAST_EPOCH);
        List<byte[]> lists = database.read(tx -> new SqlUpdateStore(tx, org)
                .productOf(client.device())
                .map(product -> SqlReleases.keyLists(tx, org.value(), product, after, SignedKeyList.MOST_AT_ONCE))
                .orElse(List.of()));
        return Response.of(200, SignedKeyList.SEVERAL_MEDIA_TYPE, SignedKeyList.several(lists));
    }
}
