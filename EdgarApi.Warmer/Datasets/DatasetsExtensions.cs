using EdgarApi.Datasets;
using EdgarApi.Storage;
using EdgarApi.Storage.Datasets;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Datasets;

internal static class DatasetsExtensions
{
    /// <summary>Adds the builds of datasets, if their folder is set.</summary>
    public static IHostApplicationBuilder AddDatasets(this IHostApplicationBuilder builder)
    {
        builder.AddDatasetFolder();
        builder.Services.AddSingleton<IValidateOptions<DatasetsOptions>, DatasetScheduleValidator>();
        builder.Services.AddSingleton(provider => new DatasetExport(provider.GetRequiredService<CompanyExportReader>()));
        builder.Services.AddSingleton<DatasetBuilds>();
        builder.Services.AddHostedService<DatasetService>();
        builder.Services.AddHealthChecks().AddCheck<DatasetHealthCheck>("datasets");
        return builder;
    }
}
