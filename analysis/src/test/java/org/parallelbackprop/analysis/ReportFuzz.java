package org.parallelbackprop.analysis;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.parallelbackprop.analysis.document.Block;
import org.parallelbackprop.analysis.document.Column;
import org.parallelbackprop.analysis.document.CsvWriter;
import org.parallelbackprop.analysis.document.HtmlWriter;
import org.parallelbackprop.analysis.document.MarkdownWriter;
import org.parallelbackprop.analysis.document.Table;
import org.parallelbackprop.analysis.document.Value;
import org.parallelbackprop.analysis.findings.Findings;
import org.parallelbackprop.analysis.report.Report;
import org.parallelbackprop.analysis.report.ReportFiles;
import org.parallelbackprop.analysis.runs.Ending;
import org.parallelbackprop.analysis.runs.Experiment;
import org.parallelbackprop.analysis.runs.RunResult;
import org.parallelbackprop.results.Calibration;
import org.parallelbackprop.results.Cell;
import org.parallelbackprop.results.CellSettings;
import org.parallelbackprop.results.Conditions;
import org.parallelbackprop.results.Energy;
import org.parallelbackprop.results.EpochRow;
import org.parallelbackprop.results.ExecutionSettings;
import org.parallelbackprop.results.Manifest;
import org.parallelbackprop.results.Plan;
import org.parallelbackprop.results.PlannedRun;
import org.parallelbackprop.results.ReportSettings;
import org.parallelbackprop.results.ResultsFolder;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * What must hold for any names, messages and numbers that the files of a results folder can hold: a
 * report is made of them, and nothing of what they say becomes structure in Markdown, HTML, CSV or
 * SVG, or a path. Also a target for Jazzer.
 */
@NullMarked
public final class ReportFuzz {

  private static final Pattern FILE =
      Pattern.compile("report\\.(md|html)|(tables|figures)/[a-z0-9-]+\\.(csv|svg)");

  private static final Pattern ELEMENT =
      Pattern.compile(
          "body|h[1-6]|p|a|ul|li|pre|div|table|thead|tbody|tr|th|td|button|span|figure|figcaption"
              + "|svg|g|defs|style|clipPath|rect|path|circle|line|text|tspan|polyline|polygon");

  /** References of ours: files beside the report, and parts of a drawing. */
  private static final Pattern REFERENCE = Pattern.compile("tables/[a-z0-9-]+\\.csv|#[a-z0-9-]+");

  /** First byte of inputs that become a whole report. */
  static final int WHOLE_REPORT = 0;

  private static final String STARTS_A_FORMULA = "=+-@\t\r\n＝＋－＠";
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?([Ee]-?[0-9]+)?|NaN|-?Infinity");

  private ReportFuzz() {}

  /**
   * Tries one input.
   *
   * @throws AssertionError if something became structure
   */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    accepts(bytes);
  }

  /** Whether it is taken for the files of a results folder or for a document. */
  static boolean accepts(byte[] bytes) throws IOException {
    Input input = new Input(bytes);
    // Figures take most of the time; the other inputs are for the writers alone.
    if (input.choice(256) != WHOLE_REPORT) {
      check(input.text(), input.blocks());
      return true;
    }
    Experiment experiment;
    try {
      experiment = input.experiment();
    } catch (IllegalArgumentException e) {
      // The readers refuse it with the same sentence; see RecordsFuzz.
      return false;
    }
    Report report = Report.on(Findings.of(experiment));
    for (Map.Entry<String, String> file : ReportFiles.of(report).entrySet()) {
      require(FILE.matcher(file.getKey()).matches(), "no file of a report: " + file.getKey());
      if (file.getKey().endsWith(".svg")) {
        checkElements(xml(file.getValue()));
      }
    }
    check(report.title(), report.blocks());
    return true;
  }

  private static void check(String title, List<Block> blocks) throws IOException {
    for (Block block : blocks) {
      switch (block) {
        case Block.Grid(Table table) -> checkTable(block, table);
        case Block.Attachment(Table table) -> checkCsv(table);
        default -> {}
      }
    }
    checkMarkdown(MarkdownWriter.write(blocks));
    String html = HtmlWriter.write(title, blocks);
    String head = html.substring(html.indexOf("<title>"), html.indexOf("<style>"));
    require(head.indexOf('<', 1) == head.indexOf("</title>"), "HTML in the title");
    String body = html.substring(html.indexOf("<body>"), html.lastIndexOf("<script>"));
    checkElements(xml(body + "</body>"));
  }

  private static void checkTable(Block block, Table table) throws IOException {
    checkCsv(table);
    long shown =
        table.columns().stream()
            .filter(column -> column.audience() != Column.Audience.PROGRAMS)
            .count();
    List<String> lines =
        MarkdownWriter.writeTablesInPlace(List.of(block))
            .lines()
            .limit(table.rows().size() + 2L)
            .toList();
    require(lines.size() == table.rows().size() + 2, "rows are missing");
    for (String line : lines) {
      require(unescaped(line, '|') == shown + 1, "another number of columns: " + line);
    }
  }

  private static void checkMarkdown(String markdown) {
    String fence = "";
    for (String line : markdown.lines().toList()) {
      if (!fence.isEmpty()) {
        fence = line.strip().matches(fence + "`*") ? "" : fence;
      } else if (line.matches("```+")) {
        fence = line;
      } else {
        String text = line.replace("<sub>", "").replace("</sub>", "");
        require(unescaped(text, '<') == 0 && unescaped(text, '>') == 0, "HTML in: " + line);
        require(unescaped(text, '`') == 0, "code in: " + line);
      }
    }
    require(fence.isEmpty(), "code without an end");
  }

  private static int unescaped(String line, char wanted) {
    int count = 0;
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '\\') {
        i++;
      } else if (line.charAt(i) == wanted) {
        count++;
      }
    }
    return count;
  }

  private static void checkCsv(Table table) throws IOException {
    long columns =
        table.columns().stream()
            .filter(column -> column.audience() != Column.Audience.PEOPLE)
            .count();
    try (CSVParser parser = CSVFormat.RFC4180.parse(new StringReader(CsvWriter.write(table)))) {
      List<CSVRecord> records = parser.getRecords();
      require(records.size() == table.rows().size() + 1, "rows are missing");
      for (CSVRecord record : records) {
        require(record.size() == columns, "another number of columns: " + record);
        for (String field : record) {
          require(
              field.isEmpty()
                  || STARTS_A_FORMULA.indexOf(field.charAt(0)) < 0
                  || NUMBER.matcher(field).matches(),
              "a formula: " + field);
        }
      }
    }
  }

  private static Document xml(String text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setNamespaceAware(true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Silent());
      return builder.parse(new InputSource(new StringReader(text)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError("not well-formed: " + e.getMessage(), e);
    }
  }

  private static void checkElements(Node node) {
    if (node instanceof Element element) {
      String name = element.getLocalName();
      require(ELEMENT.matcher(name).matches(), "an element that is not ours: " + name);
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        Node attribute = element.getAttributes().item(i);
        String local = attribute.getLocalName();
        require(!local.startsWith("on"), "a script: " + local);
        require(
            !local.equals("href") || REFERENCE.matcher(attribute.getNodeValue()).matches(),
            "a link that is not ours: " + attribute.getNodeValue());
      }
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      checkElements(child);
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }

  /** Errors are thrown, not printed. */
  private static final class Silent implements ErrorHandler {
    @Override
    public void warning(SAXParseException exception) {}

    @Override
    public void error(SAXParseException exception) throws SAXException {
      throw exception;
    }

    @Override
    public void fatalError(SAXParseException exception) throws SAXException {
      throw exception;
    }
  }

  /** Reads bytes as choices, numbers and texts; when they are used up, as zeros. */
  private static final class Input {

    private static final int LONGEST_TEXT = 48;
    private static final String SHA256 = "ab".repeat(32);
    private static final List<String> ENGINES = List.of("cpu-serial", "cpu-threads", "gpu-cublas");
    private static final List<Ending> ENDINGS = List.of(Ending.values());
    private static final List<Energy.Part> PARTS = List.of(Energy.Part.values());
    private static final List<String> NETWORKS = List.of("784-10", "784-16-10", "784-1024-10");

    private final ByteBuffer bytes;

    Input(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes);
    }

    List<Block> blocks() {
      List<Block> blocks = new ArrayList<>();
      for (int i = 1 + choice(6); i > 0; i--) {
        blocks.add(
            switch (choice(5)) {
              case 0 -> new Block.Heading(1 + choice(6), text());
              case 1 -> new Block.Paragraph(text());
              case 2 -> new Block.Bullets(List.of(text(), text()));
              case 3 -> new Block.Code(text());
              default -> new Block.Grid(table());
            });
      }
      return blocks;
    }

    private Table table() {
      List<Column> columns =
          List.of(
              Column.words(text(), text()),
              Column.number(text(), text()),
              Column.forPrograms(text()),
              Column.forPeople(text()));
      List<List<Value>> rows = new ArrayList<>();
      for (int i = choice(4); i > 0; i--) {
        rows.add(columns.stream().map(column -> value()).toList());
      }
      return new Table("fuzzed", columns, rows);
    }

    private Value value() {
      return switch (choice(3)) {
        case 0 -> Value.of(text());
        case 1 -> Value.missing(text());
        default -> new Value.Quantity(number(), text());
      };
    }

    Experiment experiment() {
      List<Cell> cells = new ArrayList<>();
      for (int i = 1 + choice(3); i > 0; i--) {
        Cell cell = Cell.of(settings());
        if (!cells.contains(cell)) {
          cells.add(cell);
        }
      }
      int blocks = 1 + choice(3);
      List<RunResult> runs = new ArrayList<>();
      for (int block = 1; block <= blocks; block++) {
        for (Cell cell : cells) {
          runs.add(run(cell, block));
        }
      }
      Plan plan =
          new Plan(
              Plan.SCHEMA,
              text(),
              choice(2) == 0 ? null : text(),
              text(),
              SHA256,
              choice(2) == 0 ? List.of("engine", "batch-size") : List.of("threads", text()),
              cells,
              runs.stream().map(RunResult::planned).toList(),
              new ExecutionSettings(choice(2) == 0 ? List.of() : List.of(text()), null),
              false,
              new ReportSettings(
                  new TreeMap<>(
                      choice(2) == 0
                          ? Map.of()
                          : Map.of("engine", cells.getFirst().settings().engine())),
                  choice(2) == 0 ? null : (1 + choice(256)) / 256.0,
                  1 + choice(3),
                  amount()));
      Calibration calibration =
          choice(2) == 0
              ? null
              : new Calibration(
                  Calibration.SCHEMA,
                  text(),
                  List.of(new Calibration.Roof(count(), amount(), amount())),
                  choice(2) == 0
                      ? List.of()
                      : List.of(
                          new Calibration.Device(
                              "GPU",
                              choice(2) == 0 ? "0000:01:00.0" : text(),
                              text(),
                              amount(),
                              choice(2) == 0 ? null : amount(),
                              amount())));
      return new Experiment(Path.of("results"), plan, calibration, runs);
    }

    private CellSettings settings() {
      TreeMap<String, String> options = new TreeMap<>();
      if (choice(2) == 1) {
        options.put("threads", Integer.toString(1 + choice(4)));
      }
      return new CellSettings(
          choice(2) == 0 ? "mnist" : text(),
          SHA256,
          choice(2) == 0 ? null : count(),
          NETWORKS.get(choice(NETWORKS.size())),
          choice(16) == 0 ? text() : "sigmoid",
          choice(16) == 0 ? text() : "mse",
          choice(2) == 0 ? 128 : count(),
          choice(2) == 0 ? 3 : count(),
          choice(2) == 0 ? 0.5 : amount(),
          choice(2) == 0 ? 0 : amount(),
          choice(2) == 0 ? 0 : amount(),
          choice(16) == 0 ? text() : ENGINES.get(choice(ENGINES.size())),
          options);
    }

    private RunResult run(Cell cell, int block) {
      PlannedRun planned =
          new PlannedRun(
              "run-" + cell.id().substring(0, 8) + "-" + block, cell.id(), block, 41L + block);
      var folder = new ResultsFolder(Path.of("results")).run(planned.id());
      if (choice(4) == 0) {
        Ending ending = ENDINGS.get(choice(ENDINGS.size()));
        return new RunResult(
            planned, cell, folder, new RunResult.NotDone(ending, text()), null, List.of(), null);
      }
      List<EpochRow> rows = new ArrayList<>();
      int epochs = 1 + choice(4);
      for (int epoch = 1; epoch <= epochs; epoch++) {
        rows.add(
            new EpochRow(
                epoch,
                amount(),
                amount(),
                optional(),
                optional(),
                fraction(),
                optional(),
                fraction()));
      }
      return new RunResult(
          planned,
          cell,
          folder,
          new RunResult.Done("ab".repeat(32)),
          manifest(planned),
          rows,
          choice(2) == 0 ? null : energy(epochs));
    }

    private Energy energy(int epochs) {
      List<Energy.Epoch> joules = new ArrayList<>();
      for (int epoch = 1; epoch <= epochs; epoch++) {
        joules.add(new Energy.Epoch(choice(4) == 0 ? null : amount()));
      }
      return new Energy(
          Energy.SCHEMA,
          List.of(new Energy.Counter(text(), PARTS.get(choice(PARTS.size())), joules)));
    }

    private SortedMap<String, String> facts() {
      TreeMap<String, String> facts = new TreeMap<>(Map.of(text(), text()));
      if (choice(2) == 1) {
        facts.put("threads", choice(4) == 0 ? text() : "2");
      }
      if (choice(2) == 1) {
        facts.put("gpu", "GPU");
        facts.put("pci-bus-id", choice(4) == 0 ? text() : "0000:01:00.0");
        facts.put("precision", choice(4) == 0 ? text() : "tf32");
      }
      return facts;
    }

    private Manifest manifest(PlannedRun run) {
      return new Manifest(
          Manifest.SCHEMA,
          run.id(),
          text(),
          new Manifest.EngineRecord(text(), count(), facts()),
          new Manifest.Build(SHA256, text(), null, text()),
          new Manifest.JavaRecord(text(), text(), text(), List.of(text())),
          new Manifest.Machine(
              text(), text(), text(), count(), count(), count(), count(), count(), (long) count()),
          new Manifest.DatasetRecord(text(), SHA256, count(), count(), count()),
          conditions(),
          choice(2) == 0 ? null : conditions(),
          new Manifest.Preparation(amount(), amount(), amount(), amount()),
          amount(),
          SHA256);
    }

    private Conditions conditions() {
      return new Conditions(
          positive(),
          amount(),
          new Conditions.Processors(text(), null, null, positive(), count(), text()),
          new Conditions.Space((long) count(), (long) count(), null),
          new Conditions.Counters((long) count(), (long) count(), amount()),
          List.of(text()));
    }

    private double positive() {
      return Math.max(1e-9, amount());
    }

    private int choice(int count) {
      return bytes.hasRemaining() ? Byte.toUnsignedInt(bytes.get()) % count : 0;
    }

    private int count() {
      return choice(2) == 0 || bytes.remaining() < Integer.BYTES
          ? 1 + choice(256)
          : Math.max(1, bytes.getInt() & Integer.MAX_VALUE);
    }

    private double amount() {
      double number = Math.abs(number());
      return number >= 1e-9 && number <= 1e24 ? number : 1;
    }

    private @Nullable Double fraction() {
      return choice(2) == 0 ? null : choice(257) / 256.0;
    }

    private @Nullable Double optional() {
      return choice(2) == 0 ? null : number();
    }

    /** Plain ones more often than any bits. */
    private double number() {
      return choice(4) == 0 && bytes.remaining() >= Double.BYTES
          ? bytes.getDouble()
          : choice(256) / 256.0;
    }

    private String text() {
      byte[] own = new byte[Math.min(choice(LONGEST_TEXT), bytes.remaining())];
      bytes.get(own);
      return new String(own, StandardCharsets.UTF_8);
    }
  }
}
