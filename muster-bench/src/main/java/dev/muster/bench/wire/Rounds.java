package dev.muster.bench.wire;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * Results of rounds in each of which every contender ran once, in a fork of its own: what slows the machine for some
 * minutes slows all of one round, so ratios are taken within rounds and only then compared.
 */
record Rounds(List<Collection<RunResult>> rounds) {
    /** One contender: a benchmark method and its parameter. */
    record Contender(String method, String parameter) {}

    /** Processor nanoseconds for one operation: the median of the rounds. */
    double time(Contender who) {
        return median(each(who, CpuProfiler.LABEL));
    }

    /** Bytes allocated by one operation: the median of the rounds. */
    double allocated(Contender who) {
        return median(each(who, "gc.alloc.rate.norm"));
    }

    /** How many times the time of the second the first one takes: the median, lowest and highest of the rounds. */
    Ratio ratio(Contender first, Contender second) {
        return ratio(
                each(first, CpuProfiler.LABEL).toArray(),
                each(second, CpuProfiler.LABEL).toArray());
    }

    /** The same for two counters of one contender, which ran both by turns. */
    Ratio ratio(Contender who, String first, String second) {
        return ratio(each(who, first).toArray(), each(who, second).toArray());
    }

    private static Ratio ratio(double[] above, double[] below) {
        double[] ratios = new double[above.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = above[i] / below[i];
        }
        return Ratio.of(ratios);
    }

    /** The same where the first is whoever is fastest in a round. */
    Ratio best(List<Contender> first, Contender second) {
        return first.stream()
                .map(each -> ratio(each, second))
                .min(Comparator.comparingDouble(Ratio::median))
                .orElseThrow();
    }

    /** A ratio and how far the rounds are apart. */
    record Ratio(double median, double lowest, double highest) {
        static Ratio of(double... values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return new Ratio(Rounds.median(DoubleStream.of(sorted)), sorted[0], sorted[sorted.length - 1]);
        }
    }

    private DoubleStream each(Contender who, String label) {
        return rounds.stream().mapToDouble(round -> score(round, who, label));
    }

    private static double score(Collection<RunResult> round, Contender who, String label) {
        RunResult found = round.stream()
                .filter(each -> each.getParams().getBenchmark().endsWith("." + who.method))
                .filter(each -> each.getParams().getParamsKeys().stream()
                        .anyMatch(key -> each.getParams().getParam(key).equals(who.parameter)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no result for " + who));
        Stream<Result<?>> all = found.getSecondaryResults().values().stream().map(each -> (Result<?>) each);
        return all.filter(each -> Objects.equals(each.getLabel(), label))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + label + " for " + who))
                .getScore();
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
