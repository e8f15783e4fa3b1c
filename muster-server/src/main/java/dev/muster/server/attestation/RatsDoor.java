package dev.muster.server.attestation;

import dev.muster.core.attestation.Challenges;
import dev.muster.core.attestation.EvidenceAnswer;
import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.EvidenceReading;
import dev.muster.core.attestation.EvidenceRequest;
import dev.muster.core.attestation.Evidences;
import dev.muster.core.attestation.Results;
import dev.muster.core.attestation.Schemes;
import dev.muster.core.attestation.WithShared;
import dev.muster.core.attestation.schemes.BuiltInSchemes;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.ear.VerifierId;
import dev.muster.format.attest.eat.ConnectionBinding;
import dev.muster.format.attest.eat.SlotClaims.LedgerHead;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.witness.DeviceHeads;
import dev.muster.server.attestation.tpm.SqlTpmStore;
import dev.muster.server.http.Accepts;
import dev.muster.server.http.Need;
import dev.muster.server.http.Origin;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Where devices show what they run. {@code POST /rats/{org}/challenge} takes {@code {1: size of the ledger head that the
 * device knows}} or nothing and gives {@code {1: nonce, 2: expires-at, 3: head of the ledger}} ({@link
 * dev.muster.format.audit.merkle.HeadOffer}) and {@code 4: true} where evidence can be bound to the connection ({@link
 * ConnectionBinding}); devices that cannot ask go by {@link EpochDoor}. {@code POST /rats/{org}/evidence} takes an EAT over that nonce and gives an
 * attestation result, in the form that the request accepts ({@link ResultForm}). The device is the one that its client certificate names.
 */
public final class RatsDoor {
    private static final long NONCE = 1;
    private static final long EXPIRES_AT = 2;
    private static final long HEAD = 3;
    private static final long BINDING = 4;
    private static final long KNOWN_SIZE = 1;

    /** A nonce in base64url is 43 characters. */
    private static final int MAX_HEADER_CHARS = 64;

    private static final int MAX_CHALLENGE_BYTES = 64;

    /** A token that names every file of a root with ten thousand of them. */
    private static final int EVIDENCE_BYTES_MAX = 1 << 20;

    /** What an appraisal writes beside the evidence itself, generously. */
    private static final int BESIDE_EVIDENCE_BYTES = 16 * 1024;

    /** Whose connection it is; judged by who knows about certificates. */
    public interface Devices {
        /** @throws dev.muster.server.http.Refused when the certificate is not that of a device of the organisation */
        Client require(Request request, OrgId org);
    }

    /** A device and the key it was enrolled with. */
    public record Client(DeviceId device, PublicKey key) {}

    private final Devices devices;
    private final Challenges challenges;
    private final EvidenceTogether together;
    private final ReferenceSets sets;
    private final Database database;
    private final Shell shell;
    private final DeviceHeads heads;
    private final ResultSigner results;
    private final VerifierId verifier;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Schemes schemes;
    private final KeySeal seal;

    /** @param random cryptographically strong: half of a nonce's worth comes from it */
    public RatsDoor(
            Devices devices,
            AttestationKeys keys,
            ResultSigner results,
            ReferenceSets sets,
            Database database,
            Shell shell,
            DeviceHeads heads,
            VerifierId verifier,
            InstantSource clock,
            RandomGenerator random) {
        this.devices = devices;
        this.challenges = new Challenges(keys.challenge());
        this.schemes = BuiltInSchemes.all();
        this.seal = keys.seal();
        this.together = new EvidenceTogether(new Evidences(challenges, schemes), sets, clock);
        this.sets = sets;
        this.database = database;
        this.shell = shell;
        this.heads = heads;
        this.results = results;
        this.verifier = verifier;
        this.clock = clock;
        this.random = random;
    }

    /** On the listener for devices. */
    public Routes addTo(Routes routes) {
        return new EpochDoor(challenges.key(), database, clock)
                .addTo(routes)
                .post("/rats/{org}/challenge", Need.NOTHING, this::challenge)
                .post("/rats/{org}/evidence", Need.NOTHING, Accepts.upTo(EVIDENCE_BYTES_MAX), this::evidence);
    }

    private Response challenge(Request request) {
        OrgId org = request.org();
        Client client = devices.require(request, org);
        long known = knownSize(request.body(MAX_CHALLENGE_BYTES));
        Challenges.Challenge made = challenges.issue(org, client.device(), clock.instant(), random);
        CborMapBuilder body = Cbor.map()
                .put(NONCE, made.nonce())
                .put(EXPIRES_AT, made.expiresAt().getEpochSecond());
        if (request.peer().exported().isPresent()) {
            body.put(BINDING, Cbor.of(true));
        }
        heads.offer(org, known).ifPresent(head -> body.put(HEAD, head.encode()));
        return Response.ok(Response.CBOR, body.build().encoded());
    }

    private static long knownSize(byte[] body) {
        return body.length == 0
                ? 0
                : Cbor.parse(body).asMap().get(KNOWN_SIZE).map(Cbor::asLong).orElse(0L);
    }

    private Response evidence(Request request) {
        OrgId org = request.org();
        Client client = devices.require(request, org);
        String type = Schemes.bare(request.contentType());
        if (!schemes.mediaTypes().contains(type)) {
            throw Problem.of(415, "media-type", "Evidence is one of " + schemes.mediaTypes() + ".")
                    .refuse();
        }
        ResultForm form = ResultForm.of(request.header("accept"));
        byte[] bytes = request.body(EVIDENCE_BYTES_MAX);
        // A device that has used up what it may write costs no reading, no signature and no place in a decision.
        shell.requireRoom(org, bytes.length + BESIDE_EVIDENCE_BYTES);
        // Reading and the signature are the expensive part: before the transaction, on the caller's thread.
        EvidenceReading reading = schemes.read(type, bytes, keys(org, client));
        EvidenceRequest asked = new EvidenceRequest(org, client.device(), type, bytes, reading, binding(request));
        EvidenceAnswer answer = decide(asked);
        return switch (answer) {
            case EvidenceAnswer.Appraised appraised ->
                Response.ok(
                        form.mediaType(),
                        form.sign(
                                results,
                                org,
                                Results.ear(appraised.event(), verifier, false),
                                Origin.of(request) + "/rats/" + org.value()));
            case EvidenceAnswer.Refused refused ->
                throw Problem.refused(refused, "This is not evidence of this device now.")
                        .refuse();
        };
    }

    /** What the evidence must be made for when it says that it is bound to this connection. */
    private static Optional<EvidenceRequest.Binding> binding(Request request) {
        return request.header(ConnectionBinding.HEADER).map(text -> {
            byte[] nonce = nonce(text);
            return new EvidenceRequest.Binding(
                    nonce, request.peer().exported().map(exported -> ConnectionBinding.nonce(exported, nonce)));
        });
    }

    private static byte[] nonce(String text) {
        try {
            return text.length() > MAX_HEADER_CHARS
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    /**
     * The keys that may have signed the device's evidence. Those of makers are read only when a scheme asks for them: most
     * evidence is signed with the enrolled key, and costs no query before its transaction.
     */
    private EvidenceKeys keys(OrgId org, Client client) {
        SessionKeys own = new SessionKeys(
                client.key(),
                name -> database.read(tx -> new SqlTpmStore(tx, org).home(client.device(), name)),
                () -> database.read(tx -> EvidenceKeys.of(
                        client.key(),
                        sets.current(tx, org),
                        new SqlAttestationStore(tx, org, sets)
                                .origin(client.device())
                                .map(origin -> EvidenceKeys.environment(origin, client.device())))));
        return new WithShared(own, SqlSharedKeys.of(database, seal, org, false));
    }

    /** What the device has seen of the ledger counts when the evidence is authentic, whatever it says of the software. */
    private EvidenceAnswer decide(EvidenceRequest asked) {
        OrgId org = asked.org();
        Optional<LedgerHead> head = asked.reading() instanceof EvidenceReading.Read read
                ? read.statement().side().head()
                : Optional.empty();
        DeviceHeads.Shown shown = heads.shown(org, asked.device().subject().text(), head);
        EvidenceAnswer answer = shell.run(org, new EvidenceTogether.Shown(asked, shown), together);
        if (answer instanceof EvidenceAnswer.Appraised) {
            shown.settle();
        }
        return answer;
    }
}
