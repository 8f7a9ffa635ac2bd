using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgarApi.Tests.Storage.Schema.Releases;

/// <summary>
/// What the programs of a release need of the database: every statement that they execute, as recorded from their connections, and the
/// tables that they knew. While a deployment replaces processes, those of the previous release run on the new schema.
/// </summary>
/// <param name="Schema">The newest script of the release.</param>
/// <param name="Statements">Its statements, ordered by their text.</param>
/// <param name="Tables">Its tables, ordered by name.</param>
/// <param name="Unrecorded">Statements in the programs' code that the recording run did not execute.</param>
internal sealed record ReleaseContract(
    string Schema, IReadOnlyList<ReleaseStatement> Statements, IReadOnlyList<ReleaseTable> Tables, IReadOnlyList<string> Unrecorded)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether this run records the statements of its programs (<c>EDGAR_RECORD_STATEMENTS=1</c>).</summary>
    public static bool IsRecording { get; } = Environment.GetEnvironmentVariable("EDGAR_RECORD_STATEMENTS") == "1";

    /// <summary>The contract of the previous release.</summary>
    public static ReleaseContract Read() => JsonSerializer.Deserialize<ReleaseContract>(File.ReadAllText(GetPath()), Options)!;

    /// <summary>Makes this the contract of the previous release.</summary>
    public void Write() => File.WriteAllText(GetPath(), JsonSerializer.Serialize(this, Options) + "\n");

    private static string GetPath([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "previous-release.json");
}

/// <summary>A statement as it was sent to the server.</summary>
/// <param name="Sql">Its text, with parameters as <c>$1</c>.</param>
/// <param name="Parameters">The types of its parameters; null for one whose type the server chooses.</param>
/// <param name="Columns">The columns of its result, each as <c>name type</c>. Programs read them by name.</param>
internal sealed record ReleaseStatement(string Sql, IReadOnlyList<string?> Parameters, IReadOnlyList<string> Columns);

/// <summary>A table of a release.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Required">Columns that an insert must name: not null, and without a default.</param>
/// <param name="Rules">Constraints and unique indexes, which a row must satisfy, as the server writes them.</param>
internal sealed record ReleaseTable(string Name, IReadOnlyList<string> Required, IReadOnlyList<string> Rules);
