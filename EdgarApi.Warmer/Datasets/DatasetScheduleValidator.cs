using Cronos;
using EdgarApi.Storage.Datasets;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Datasets;

/// <summary>Rejects an invalid schedule, with an example of a valid one.</summary>
internal sealed class DatasetScheduleValidator : IValidateOptions<DatasetsOptions>
{
    public ValidateOptionsResult Validate(string? name, DatasetsOptions options) =>
        CronExpression.TryParse(options.Schedule, out var schedule) && schedule.GetNextOccurrence(DateTime.UnixEpoch) is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"EdgarApi:Datasets:Schedule is '{options.Schedule}', which is not a valid schedule. Specify minute, hour, day, month and "
                + "weekday: '30 6 * * *' is 06:30, UTC.");
}
