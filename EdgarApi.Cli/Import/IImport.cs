using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Sources;

namespace EdgarApi.Cli.Import;

/// <summary>A place that companies are imported into.</summary>
internal interface IImport
{
    /// <summary>For people, and to tell one place from another; without secrets.</summary>
    string Target { get; }

    /// <summary>Imports a source whole.</summary>
    /// <param name="source">The companies.</param>
    /// <param name="done">Hears the origin of each document that is safely in the target.</param>
    /// <param name="cancellationToken">Stops; what is done stays done.</param>
    Task<ImportResult> RunAsync(BulkCompanySource source, Action<string> done, CancellationToken cancellationToken);
}

/// <summary>How an import went.</summary>
/// <param name="Written">Companies written.</param>
/// <param name="Unchanged">Companies that were there as they are.</param>
/// <param name="Failures">Documents that could not be used, and why.</param>
internal sealed record ImportResult(int Written, int Unchanged, IReadOnlyList<DocumentFault> Failures);
