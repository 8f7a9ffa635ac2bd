using EdgarApi.Sec.Bulk;
using Spectre.Console;

namespace EdgarApi.Cli.Import;

/// <summary>Shows a progress bar during an import in a terminal, and nothing elsewhere.</summary>
internal static class ImportProgress
{
    public static Task<ImportResult> ShowAsync(IAnsiConsole console, BulkCompanySource source, Func<Task<ImportResult>> import)
    {
        if (!console.Profile.Capabilities.Interactive) return import();
        var progress = console.Progress().Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn());
        return progress.StartAsync(async context =>
        {
            var bar = context.AddTask("starting");
            source.Progress = new Bar(bar);
            var result = await import().ConfigureAwait(false);
            bar.Value = bar.MaxValue;
            return result;
        });
    }

    private sealed class Bar(ProgressTask bar) : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value)
        {
            bar.MaxValue = value.TotalBytes;
            bar.Value = value.Bytes;
            bar.Description = $"{value.Documents:N0} of {value.TotalDocuments:N0} companies";
        }
    }
}
