package dev.muster.agent.rules;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.MemorySection;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A module that judges: {@code judge: () -> i64}, which may call {@code muster.sensor: (i32) -> i64} and nothing else (WebAssembly Core
 * 2.0 without vectors and references). Every judgement begins with a fresh instance, so none is led by what another left behind.
 * Not thread-safe.
 */
public final class WasmRule {
    /** Rules that compare a few numbers have some hundred bytes. */
    static final int MAX_MODULE_BYTES = 64 * 1024;

    /** Of 64 KiB each. */
    static final int MAX_PAGES = 16;

    /** Locals of one function: each call of it keeps them all. */
    static final int MAX_LOCALS = 256;

    static final int MAX_TABLE = 1024;
    static final int MAX_GLOBALS = 256;

    /** Some milliseconds in the interpreter. */
    static final int MAX_INSTRUCTIONS = 100_000;

    /** Single instructions can be long: those that fill memory. */
    static final Duration LONGEST = Duration.ofMillis(250);

    /** How deep calls may go: each takes some hundred bytes of it. */
    private static final long STACK_BYTES = 512 * 1024;

    /** The clock costs more than an instruction. */
    private static final int LOOK_EVERY = 64;

    private static final String JUDGE = "judge";
    private static final Set<OpCode> UNDERSTOOD = understood();

    private final WasmModule module;

    private WasmRule(WasmModule module) {
        this.module = module;
    }

    /** A sensor's value now. */
    @FunctionalInterface
    public interface Sensors {
        /** @param number from 0; one that there is not ends the judgement */
        long read(int number);
    }

    /** Over its budget; made once for each judgement that is. */
    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Over(String what) {
            super(what);
        }
    }

    /** @throws RuleRefused when it is no module, or has what a rule may not have */
    public static WasmRule load(byte[] bytes) throws RuleRefused {
        if (bytes.length > MAX_MODULE_BYTES) {
            throw new RuleRefused("module-too-much", "more than " + MAX_MODULE_BYTES + " bytes");
        }
        WasmModule module;
        try {
            module = Parser.parse(bytes);
        } catch (RuntimeException | AssertionError e) {
            // The parser says what is wrong by several kinds of exceptions, array bounds among them, and asserts where
            // that is on.
            throw new RuleRefused("module-invalid", String.valueOf(e.getMessage()));
        }
        requireSmall(module);
        for (FunctionBody body : module.codeSection().functionBodies()) {
            requireUnderstood(body);
        }
        for (Import one : module.importSection().stream().toList()) {
            if (!isSensor(module, one)) {
                throw new RuleRefused(
                        "module-invalid", "it wants " + one.module() + "." + one.name() + "; a rule has muster.sensor");
            }
        }
        return new WasmRule(module);
    }

    private static boolean isSensor(WasmModule module, Import one) {
        return one instanceof FunctionImport function
                && one.importType() == ExternalType.FUNCTION
                && one.module().equals("muster")
                && one.name().equals("sensor")
                && module.typeSection()
                        .getType(function.typeIndex())
                        .equals(FunctionType.of(List.of(ValType.I32), List.of(ValType.I64)));
    }

    private static void requireSmall(WasmModule module) throws RuleRefused {
        MemorySection memories = module.memorySection().orElse(null);
        if (memories != null) {
            for (int i = 0; i < memories.memoryCount(); i++) {
                if (i > 0 || memories.getMemory(i).limits().initialPages() > MAX_PAGES) {
                    throw new RuleRefused("module-too-much", "a memory, of at most " + MAX_PAGES + " pages");
                }
            }
        }
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            if (i > 0 || module.tableSection().getTable(i).limits().min() > MAX_TABLE) {
                throw new RuleRefused("module-too-much", "a table, of at most " + MAX_TABLE + " entries");
            }
        }
        if (module.globalSection().globalCount() > MAX_GLOBALS) {
            throw new RuleRefused("module-too-much", "at most " + MAX_GLOBALS + " globals");
        }
    }

    private static void requireUnderstood(FunctionBody body) throws RuleRefused {
        if (body.localTypes().size() > MAX_LOCALS) {
            throw new RuleRefused("module-too-much", "a function has at most " + MAX_LOCALS + " locals");
        }
        for (AnnotatedInstruction one : body.instructions()) {
            if (!UNDERSTOOD.contains(one.opcode())) {
                throw new RuleRefused("module-invalid", "instruction " + one.opcode() + " is not for rules");
            }
        }
    }

    /** Numbers, memory and control: no references, which could take memory that nobody counts. */
    private static Set<OpCode> understood() {
        Set<OpCode> some = EnumSet.noneOf(OpCode.class);
        for (OpCode one : OpCode.values()) {
            String name = one.name();
            boolean number = name.matches("(I32|I64|F32|F64)_.*") && !name.contains("ATOMIC");
            boolean memory = name.matches("(LOCAL|GLOBAL|MEMORY)_.*") && !name.contains("ATOMIC");
            boolean control = name.matches(
                    "UNREACHABLE|NOP|BLOCK|LOOP|IF|ELSE|END|BR|BR_IF|BR_TABLE|RETURN|CALL|CALL_INDIRECT|DROP|SELECT|DATA_DROP");
            if (number || memory || control) {
                some.add(one);
            }
        }
        return some;
    }

    /** Runs it once. @throws RuleRefused when it does not end well within its bounds */
    public long judge(Sensors sensors) throws RuleRefused, InterruptedException {
        AtomicReference<@Nullable Object> end = new AtomicReference<>();
        // A thread of its own has a stack of its own: calls that go too deep end there and nowhere else.
        Thread runs = new Thread(
                null,
                () -> {
                    try {
                        end.set(run(sensors));
                    } catch (RuntimeException | StackOverflowError | AssertionError e) {
                        end.set(e);
                    }
                },
                "rule",
                STACK_BYTES);
        runs.setDaemon(true);
        runs.start();
        runs.join();
        return switch (end.get()) {
            case Long number -> number;
            case Over over -> throw new RuleRefused("rule-too-long", String.valueOf(over.getMessage()));
            case StackOverflowError deep -> throw new RuleRefused("rule-too-long", "its calls go too deep");
            case null, default -> throw new RuleRefused("rule-failed", String.valueOf(end.get()));
        };
    }

    private long run(Sensors sensors) {
        long until = System.nanoTime() + LONGEST.toNanos();
        int[] count = {0};
        HostFunction sensor = new HostFunction(
                "muster", "sensor", FunctionType.of(List.of(ValType.I32), List.of(ValType.I64)), (_, words) ->
                        new long[] {sensors.read((int) words[0])});
        Instance.Builder builder = Instance.builder(module)
                .withImportValues(ImportValues.builder().addFunction(sensor).build())
                .withUnsafeExecutionListener((_, _) -> {
                    if (++count[0] > MAX_INSTRUCTIONS) {
                        throw new Over("more than " + MAX_INSTRUCTIONS + " instructions");
                    }
                    if (count[0] % LOOK_EVERY == 0 && System.nanoTime() > until) {
                        throw new Over("longer than " + LONGEST.toMillis() + " ms");
                    }
                });
        module.memorySection()
                .map(memories -> memories.getMemory(0).limits().initialPages())
                .ifPresent(pages -> builder.withMemoryLimits(new MemoryLimits(pages, MAX_PAGES)));
        Instance instance = builder.build();
        if (!instance.exportType(JUDGE).equals(FunctionType.of(List.of(), List.of(ValType.I64)))) {
            throw new IllegalStateException("judge takes nothing and gives a whole number of 64 bits");
        }
        long[] given = instance.export(JUDGE).apply();
        if (given == null || given.length != 1) {
            throw new IllegalStateException("judge gives one whole number");
        }
        return given[0];
    }
}
