package dev.muster.server.update;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Artifact;
import dev.muster.core.update.EnvelopeNature;
import dev.muster.core.update.InstallReported;
import dev.muster.core.update.ReleaseReading;
import dev.muster.core.update.Reports;
import dev.muster.core.update.UpdateStore;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.Replay;
import dev.muster.format.update.suit.Report;
import dev.muster.format.update.suit.SignedReport;
import dev.muster.format.update.suit.SuitException;
import dev.muster.format.update.suit.SuitLimits;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Takes reports: {@code POST /update/{org}/report}, a SUIT_Report in a COSE_Sign1 by the device's enrolled key. What the
 * envelope is that the report speaks of, the server finds out by itself.
 */
public final class ReportDoor {
    private final UpdateDevices devices;
    private final ArtifactStore artifacts;
    private final Database database;
    private final Shell shell;
    private final InstantSource clock;
    private final RecentReports recent = new RecentReports();

    public ReportDoor(
            UpdateDevices devices, ArtifactStore artifacts, Database database, Shell shell, InstantSource clock) {
        this.devices = devices;
        this.artifacts = artifacts;
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for devices. */
    public Routes addTo(Routes routes) {
        return routes.post("/update/{org}/report", Need.NOTHING, this::take);
    }

    private Response take(Request request) {
        OrgId org = request.org();
        // A report answers an order, so whoever may be ordered may report: also from quarantine.
        UpdateDevices.Client client = devices.require(request, org, CertificateUse.ORDERS);
        if (!request.contentType().equals(Report.MEDIA_TYPE)) {
            throw Problem.of(415, "media-type", "A report is " + Report.MEDIA_TYPE + ".")
                    .refuse();
        }
        byte[] bytes = request.body(SuitLimits.REPORT_BYTES);
        if (recent.knows(org, client.device(), bytes)) {
            return Response.of(204);
        }
        SignedReport signed = read(bytes);
        if (signed.verify(VerificationKey.of(client.key())) instanceof Verdict.Invalid invalid) {
            throw Problem.of(
                            403,
                            invalid.reason().code(),
                            "The report is not signed by the device that sends it.",
                            invalid.detail())
                    .refuse();
        }
        String envelope = envelope(signed.report().manifestUri());
        EnvelopeNature nature = nature(org, client, envelope);
        Replay.Answer replayed = replayed(org, envelope, signed.report());
        shell.<UpdateStore, InstallReported>run(
                org,
                tx -> new SqlUpdateStore(tx, org),
                known -> Reports.take(
                        client.device(), signed.report(), envelope, nature, replayed, known, clock.instant()));
        recent.taken(org, client.device(), bytes);
        return Response.of(204);
    }

    private static SignedReport read(byte[] bytes) {
        try {
            return SignedReport.parse(bytes);
        } catch (MalformedException e) {
            throw Problem.of(400, "malformed-report", "The report cannot be read.", e.reason() + " at " + e.path())
                    .refuse();
        }
    }

    /** The envelope's digest out of the path it was fetched from; empty for any other URI. */
    private static String envelope(String uri) {
        String last = uri.substring(uri.lastIndexOf('/') + 1);
        return Artifact.isDigest(last) ? last : "";
    }

    /** Runs the manifest, whoever signed it: what a device says of a drill must be possible, too. */
    private Replay.Answer replayed(OrgId org, String envelope, Report report) {
        Optional<Path> file = artifacts.find(org, envelope);
        if (file.isEmpty()) {
            return new Replay.Answer.NotJudged("the envelope is not here");
        }
        try {
            if (Files.size(file.get()) > SuitLimits.ENVELOPE_BYTES) {
                return new Replay.Answer.NotJudged("the envelope is too large");
            }
            Envelope read = Envelope.parse(Files.readAllBytes(file.get()));
            return Replay.judge(Manifest.parse(read), read, report);
        } catch (SuitException unreadable) {
            return new Replay.Answer.NotJudged("the envelope cannot be read: " + unreadable.reason());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EnvelopeNature nature(OrgId org, UpdateDevices.Client client, String envelope) {
        Optional<Path> file = artifacts.find(org, envelope);
        if (file.isEmpty()) {
            return EnvelopeNature.UNKNOWN;
        }
        List<UpdateStore.Signer> signers = database.read(tx -> {
            SqlUpdateStore known = new SqlUpdateStore(tx, org);
            Optional<ProductId> product = known.productOf(client.device());
            return product.map(known::signers).orElse(List.of());
        });
        try {
            if (Files.size(file.get()) > SuitLimits.ENVELOPE_BYTES) {
                return EnvelopeNature.UNKNOWN;
            }
            return ReleaseReading.nature(Files.readAllBytes(file.get()), signers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
