package dev.muster.bench.wire;

import dev.muster.bench.wire.Rounds.Contender;
import dev.muster.bench.wire.Rounds.Ratio;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.SignatureScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code muster bench wire [--quick]}: runs the benchmarks of this package and prints the ratios that are claimed. */
public final class WireBench {
    private static final Pattern OPENSSL = Pattern.compile("256 bits ecdsa.*\\s([0-9.]+)\\s*$", Pattern.MULTILINE);

    /** Enough for a median that one disturbed round does not move; the whole takes about five minutes. */
    private static final int ROUNDS = 6;

    /** Under 90 seconds in all. */
    private static final int QUICK_ROUNDS = 2;

    private final Rounds rounds;

    private WireBench(Rounds rounds) {
        this.rounds = rounds;
    }

    /** @param arguments {@code --quick} for fewer and shorter rounds, which are less certain */
    public static void main(String[] arguments) throws RunnerException, IOException, InterruptedException {
        boolean quick = arguments.length > 0 && List.of("--quick", "--brief").contains(arguments[0]);
        Options options = options(quick);
        int count = quick ? QUICK_ROUNDS : ROUNDS;
        List<Collection<RunResult>> rounds = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            System.err.println("round " + i + " of " + count);
            rounds.add(new Runner(options).run());
        }
        new WireBench(new Rounds(rounds)).report();
    }

    /** One fork for each contender: fourteen of them make a round. */
    private static Options options(boolean quick) {
        TimeValue time = TimeValue.milliseconds(quick ? 250 : 350);
        return new OptionsBuilder()
                .include(DecodeBenchmark.class.getName())
                .include(VerifyBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .jvmArgsAppend(
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow")
                .forks(1)
                .warmupIterations(quick ? 4 : 5)
                .warmupTime(time)
                .measurementIterations(quick ? 4 : 5)
                .measurementTime(time)
                .build();
    }

    private void report() throws IOException, InterruptedException {
        say(
                "Processor time, median of %d rounds; (lowest-highest) of the rounds.",
                rounds.rounds().size());
        decode("token", Documents.token().length);
        decode("referenceValues", Documents.referenceValues().length);
        verify();
    }

    private void decode(String document, int bytes) {
        Contender own = new Contender("muster", document);
        Contender all = new Contender("musterReadingAll", document);
        List<Contender> peers = List.of(new Contender("upokecenter", document), new Contender("authlete", document));
        say("decode %-26s%12s%10s", document + ", " + bytes + " bytes", "ns", "B/op");
        row(own, "muster");
        row(all, "muster, reading all");
        row(peers.get(0), "com.upokecenter:cbor");
        row(peers.get(1), "com.authlete:cbor");
        ratio("best peer / muster", rounds.best(peers, own), "goal 2.5");
        ratio("best peer / muster, reading all", rounds.best(peers, all), "no goal");
    }

    private void verify() throws IOException, InterruptedException {
        Contender cose = new Contender("cose", "chosen");
        Contender raw = new Contender("raw", "chosen");
        Contender plain = new Contender("cose", "jdk");
        String name = Objects.requireNonNull(Crypto.standard().provider(SignatureScheme.ECDSA_P256_SHA256))
                .getName();
        say("verify %-26s%12s%10s", "ES256", "ns", "B/op");
        row(cose, "COSE_Sign1, " + name);
        row(raw, "raw, " + name);
        row(plain, "COSE_Sign1, SunEC");
        row(new Contender("raw", "jdk"), "raw, SunEC");
        ratio("COSE_Sign1 / raw, by turns", byTurns("chosen"), "goal 1.05");
        ratio("the same by SunEC", byTurns("jdk"), "no goal");
        ratio("plain JDK / chosen provider", rounds.ratio(plain, cose), "no goal");
        OptionalDouble openssl = openssl();
        if (openssl.isPresent()) {
            say("  openssl speed ecdsap256         %.0f verifications/s", openssl.getAsDouble());
            say(
                    "  raw, COSE_Sign1                 %.0f, %.0f verifications/s",
                    1e9 / rounds.time(raw), 1e9 / rounds.time(cose));
            say("  openssl / raw                   %.2f", openssl.getAsDouble() * rounds.time(raw) / 1e9);
        } else {
            say("  openssl is not here: not compared");
        }
    }

    private Ratio byTurns(String provider) {
        return rounds.ratio(new Contender("byTurns", provider), "coseNanos", "rawNanos");
    }

    private void row(Contender who, String name) {
        say("  %-31s%12.0f%10.0f", name, rounds.time(who), rounds.allocated(who));
    }

    private static void ratio(String name, Ratio ratio, String goal) {
        say("  %-31s%12.3f (%.3f-%.3f), %s", name, ratio.median(), ratio.lowest(), ratio.highest(), goal);
    }

    /** Verifications a second by the machine's OpenSSL, which counts processor time itself. */
    private static OptionalDouble openssl() throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder("openssl", "speed", "-seconds", "2", "ecdsap256")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher found = OPENSSL.matcher(said);
            return process.waitFor() == 0 && found.find()
                    ? OptionalDouble.of(Double.parseDouble(found.group(1)))
                    : OptionalDouble.empty();
        } catch (IOException absent) {
            return OptionalDouble.empty();
        }
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in a library that is not on the class path
    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
