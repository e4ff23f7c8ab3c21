// SPDX-License-Identifier: Apache-2.0
// Reads reports with the library that Jenkins reads them with, and prints each issue as
// FORMAT PATH:LINE SEVERITY.
import edu.hm.hafner.analysis.FileReaderFactory;
import edu.hm.hafner.analysis.Issue;
import edu.hm.hafner.analysis.IssueParser;
import edu.hm.hafner.analysis.parser.CheckStyleParser;
import edu.hm.hafner.analysis.parser.violations.CodeClimateAdapter;
import edu.hm.hafner.analysis.parser.violations.JUnitAdapter;
import edu.hm.hafner.analysis.parser.violations.SarifAdapter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

public class Reports {
	private static final Map<String, IssueParser> PARSERS = Map.of("checkstyle", new CheckStyleParser(),
		"gitlab", new CodeClimateAdapter(), "junit", new JUnitAdapter(), "sarif", new SarifAdapter());

	/** Each argument is FORMAT=FILE. */
	public static void main(String[] reports) {
		for (String report : reports) {
			String format = report.substring(0, report.indexOf('='));
			Path path = Path.of(report.substring(format.length() + 1));
			FileReaderFactory file = new FileReaderFactory(path, StandardCharsets.UTF_8);
			for (Issue issue : PARSERS.get(format).parse(file))
				System.out.println(format + " " + issue.getFileName() + ":" + issue.getLineStart() + " "
					+ issue.getSeverity());
		}
	}
}
