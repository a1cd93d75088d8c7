namespace AnomalyNotebooks.Tests.Flows;

public sealed class FlowSchemaTest
{
    [Fact]
    public void The_features_are_the_42_of_the_partition_files_in_their_order() =>
        Assert.Equal(
            "dur,proto,service,state,spkts,dpkts,sbytes,dbytes,rate,sttl,dttl,sload,dload,sloss,dloss,sinpkt,dinpkt,sjit,djit,swin,stcpb,dtcpb,dwin," +
            "tcprtt,synack,ackdat,smean,dmean,trans_depth,response_body_len,ct_srv_src,ct_state_ttl,ct_dst_ltm,ct_src_dport_ltm,ct_dst_sport_ltm," +
            "ct_dst_src_ltm,is_ftp_login,ct_ftp_cmd,ct_flw_http_mthd,ct_src_ltm,ct_srv_dst,is_sm_ips_ports",
            string.Join(',', FlowSchema.FeatureNames));

    [Fact]
    public void Every_feature_has_a_description_of_its_own() =>
        Assert.Equal(42, FlowSchema.Features.Select(field => field.Description).Where(text => text.Length > 20 && text.EndsWith('.')).Distinct().Count());

    [Fact]
    public void Numbers_and_texts_make_up_the_features()
    {
        Assert.Equal(39, FlowSchema.NumericFeatures.Count);
        Assert.Equal(["proto", "service", "state"], FlowSchema.CategoryFeatures);
        Assert.Equal(FlowSchema.FeatureNames.Order(), FlowSchema.NumericFeatures.Concat(FlowSchema.CategoryFeatures).Order());
    }

    [Fact]
    public void Groups_name_features_and_labels_are_none()
    {
        string[] grouped = [.. FlowSchema.TtlFeatures, .. FlowSchema.WindowCounters, .. FlowSchema.DerivedFeatures, .. FlowSchema.SequenceNumbers];
        Assert.Subset(FlowSchema.FeatureNames.ToHashSet(), grouped.ToHashSet());
        Assert.Equal(7, FlowSchema.WindowCounters.Count);
        Assert.Empty(FlowSchema.LabelColumns.Intersect(FlowSchema.FeatureNames));
    }

    [Fact]
    public void A_feature_is_found_by_name()
    {
        Assert.Equal("bytes", FlowSchema.Find("sbytes").Unit);
        Assert.Contains("42 features", Assert.Throws<ArgumentException>(() => FlowSchema.Find("label")).Message, StringComparison.Ordinal);
    }
}
