package dev.muster.server;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every question and change that compiled classes hold for the database, read from their constants. */
final class StoredQueries {
    private static final Pattern SQL =
            Pattern.compile("(?is)\\s*(select|insert into|update|delete from|with)\\s.+\\b(from|into|set|values)\\b.*");

    private StoredQueries() {}

    /** Statement to the classes that hold it. Where a class puts one together, its fixed parts with a mark between. */
    static Map<String, Set<String>> in(List<Class<?>> modules) throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        for (Class<?> module : modules) {
            try {
                Path place = Path.of(module.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
                if (Files.isDirectory(place)) {
                    read(place, found);
                } else {
                    try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place.toUri()), Map.of())) {
                        read(jar.getPath("/"), found);
                    }
                }
            } catch (URISyntaxException e) {
                throw new IOException(e);
            }
        }
        return found;
    }

    private static void read(Path root, Map<String, Set<String>> found) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                for (PoolEntry entry :
                        ClassFile.of().parse(Files.readAllBytes(file)).constantPool()) {
                    if (entry instanceof StringEntry constant
                            && SQL.matcher(constant.stringValue()).matches()) {
                        found.computeIfAbsent(constant.stringValue().strip(), _ -> new TreeSet<>())
                                .add(name);
                    }
                }
            }
        }
    }
}
