package dev.muster.checks.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * One Java file of the project as the tidy test sees it.
 *
 * @param path from the project's root, with slashes
 * @param text whole text
 * @param methods each method with its length in lines, from its first to its last line, Javadoc not counted
 */
record SourceFile(String path, String text, List<Method> methods) {
    record Method(String name, int lines) {}

    static List<SourceFile> under(Path root, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<SourceFile> found = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(p -> p.toString().endsWith(".java")).sorted().toList();
        }
        if (files.isEmpty()) {
            return List.of();
        }
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                Path file = Path.of(unit.getSourceFile().toUri());
                String path = root.relativize(file).toString().replace('\\', '/');
                found.add(new SourceFile(path, Files.readString(file), methodsOf(unit, positions)));
            }
        }
        return found;
    }

    private static List<Method> methodsOf(CompilationUnitTree unit, SourcePositions positions) {
        List<Method> methods = new ArrayList<>();
        LineMap lines = unit.getLineMap();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void none) {
                long start = positions.getStartPosition(unit, method);
                long end = positions.getEndPosition(unit, method);
                if (start >= 0 && end >= 0) {
                    int length = (int) (lines.getLineNumber(end) - lines.getLineNumber(start) + 1);
                    methods.add(new Method(method.getName().toString(), length));
                }
                return super.visitMethod(method, null);
            }
        }.scan(unit, null);
        return List.copyOf(methods);
    }

    int lines() {
        return (int) text.lines().count();
    }

    String folder() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    String className() {
        return path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length());
    }

    /** The text without comments and string contents being told apart; good enough to look for a name. */
    String code() {
        return text.replaceAll("(?s)/\\*.*?\\*/", " ").replaceAll("(?m)//.*$", " ");
    }

    /** Every word of the code. */
    Set<String> words() {
        return Pattern.compile("\\W+").splitAsStream(code()).collect(Collectors.toSet());
    }

    /** A benchmark or a process entry is started by its name from outside and needs no caller. */
    boolean isStartedByName() {
        return text.contains("@Benchmark") || text.contains("public static void main(");
    }
}
