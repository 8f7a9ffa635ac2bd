using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Cli.Import;

/// <summary>A target of an import.</summary>
internal interface IImport
{
    /// <summary>The target's name for users, unique and without secrets.</summary>
    string Target { get; }

    /// <summary>Imports all companies of a source.</summary>
    /// <param name="source">The companies.</param>
    /// <param name="onDone">Called with the origin of each document that is safely stored.</param>
    /// <param name="cancellationToken">Stops the import; stored companies remain.</param>
    Task<ImportResult> RunAsync(BulkCompanySource source, Action<string> onDone, CancellationToken cancellationToken);
}

/// <summary>The result of an import.</summary>
/// <param name="Written">Number of companies written.</param>
/// <param name="Unchanged">Number of companies that were already up to date.</param>
/// <param name="Failures">Documents that could not be imported, and why.</param>
internal sealed record ImportResult(int Written, int Unchanged, IReadOnlyList<DocumentFault> Failures);
