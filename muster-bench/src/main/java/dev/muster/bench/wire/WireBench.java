package dev.muster.bench.wire;

import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.SignatureScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** {@code muster bench wire [--brief]}: runs the benchmarks of this package and prints the ratios that are claimed. */
public final class WireBench {
    private static final Pattern OPENSSL = Pattern.compile("256 bits ecdsa.*\\s([0-9.]+)\\s*$", Pattern.MULTILINE);

    private final Collection<RunResult> results;

    private WireBench(Collection<RunResult> results) {
        this.results = results;
    }

    /** @param arguments {@code --brief} for short measurements, which are less certain */
    public static void main(String[] arguments) throws RunnerException, IOException, InterruptedException {
        boolean brief = arguments.length > 0 && arguments[0].equals("--brief");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(DecodeBenchmark.class.getName())
                .include(VerifyBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED")
                .forks(1)
                .warmupIterations(brief ? 2 : 5)
                .warmupTime(TimeValue.milliseconds(brief ? 500 : 1000))
                .measurementIterations(brief ? 4 : 10)
                .measurementTime(TimeValue.milliseconds(brief ? 500 : 1000));
        new WireBench(new Runner(options.build()).run()).report();
    }

    private void report() throws IOException, InterruptedException {
        say("");
        for (String document : new String[] {"token", "referenceValues"}) {
            int bytes = (document.equals("token") ? Documents.token() : Documents.referenceValues()).length;
            say("decode %s, %d bytes%18s%12s%12s", document, bytes, "ns", "B/op", "ratio");
            double own = time("muster", document);
            for (String who : new String[] {"muster", "musterReadingAll", "upokecenter", "authlete"}) {
                double time = time(who, document);
                say("  %-28s%14.0f%12.0f%12.2f", who, time, allocated(who, document), time / own);
            }
            double best = Math.min(time("upokecenter", document), time("authlete", document));
            say("  best peer / muster            %.2f (goal 2.5)", best / own);
            say("  best peer / musterReadingAll  %.2f", best / time("musterReadingAll", document));
        }
        double raw = time("raw", "chosen");
        double cose = time("cose", "chosen");
        String name = Objects.requireNonNull(Crypto.standard().provider(SignatureScheme.ECDSA_P256_SHA256))
                .getName();
        say("ES256 verify%22s%12s", "us", "B/op");
        say("  COSE_Sign1, %-20s%8.1f%12.0f", name, cose / 1000, allocated("cose", "chosen"));
        say("  raw,        %-20s%8.1f%12.0f", name, raw / 1000, allocated("raw", "chosen"));
        say("  COSE_Sign1, %-20s%8.1f%12.0f", "SunEC", time("cose", "jdk") / 1000, allocated("cose", "jdk"));
        say("  raw,        %-20s%8.1f%12.0f", "SunEC", time("raw", "jdk") / 1000, allocated("raw", "jdk"));
        say("  COSE_Sign1 / raw              %.3f (goal 1.05)", cose / raw);
        say("  plain JDK / chosen            %.1f", time("cose", "jdk") / cose);
        OptionalDouble openssl = openssl();
        if (openssl.isPresent()) {
            say(
                    "  openssl speed ecdsap256       %.0f verify/s; chosen raw %.0f/s, COSE_Sign1 %.0f/s",
                    openssl.getAsDouble(), 1e9 / raw, 1e9 / cose);
        } else {
            say("  openssl is not here: not compared");
        }
    }

    /** Verifications a second by the machine's OpenSSL. */
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

    private RunResult result(String method, String parameter) {
        return results.stream()
                .filter(each -> each.getParams().getBenchmark().endsWith("." + method))
                .filter(each -> each.getParams().getParamsKeys().stream()
                        .anyMatch(key -> each.getParams().getParam(key).equals(parameter)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no result for " + method + " " + parameter));
    }

    private double time(String method, String parameter) {
        return result(method, parameter).getPrimaryResult().getScore();
    }

    private double allocated(String method, String parameter) {
        return Objects.requireNonNull(
                        result(method, parameter).getSecondaryResults().get("gc.alloc.rate.norm"))
                .getScore();
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in a library that is not on the class path
    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
