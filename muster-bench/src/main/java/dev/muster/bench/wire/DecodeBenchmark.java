package dev.muster.bench.wire;

import com.authlete.cbor.CBORDecoder;
import com.upokecenter.cbor.CBORObject;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cbor.CborFloat;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborSimple;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborText;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One document from bytes to a tree. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
    /** Which document. */
    @Param({"token", "referenceValues"})
    public String document = "token";

    private byte[] bytes = {};

    /** Makes the document. */
    @org.openjdk.jmh.annotations.Setup
    public void make() {
        bytes = document.equals("token") ? Documents.token() : Documents.referenceValues();
    }

    /** Checked in the strict profile, duplicates included, and built. */
    @Benchmark
    public Cbor muster() {
        return Cbor.parse(bytes);
    }

    /** The same, and every integer, text and byte string taken out: what the peers have done when they return. */
    @Benchmark
    public Cbor musterReadingAll(Blackhole sink) {
        Cbor item = Cbor.parse(bytes);
        read(item, sink);
        return item;
    }

    private static void read(Cbor item, Blackhole sink) {
        switch (item) {
            case CborInteger integer -> sink.consume(integer.asLong());
            case CborBytes string -> sink.consume(string.asBytes());
            case CborText text -> sink.consume(text.asText());
            case CborArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    read(array.get(i), sink);
                }
            }
            case CborMap map -> {
                for (CborMap.Entry entry : map.entries()) {
                    read(entry.key(), sink);
                    read(entry.value(), sink);
                }
            }
            case CborTag tag -> read(tag.content(), sink);
            case CborFloat number -> sink.consume(number.asDouble());
            case CborSimple simple -> sink.consume(simple.value());
        }
    }

    /** com.upokecenter:cbor. */
    @Benchmark
    public CBORObject upokecenter() {
        return CBORObject.DecodeFromBytes(bytes);
    }

    /** com.authlete:cbor. */
    @Benchmark
    public Object authlete() throws IOException {
        return new CBORDecoder(bytes).next();
    }
}
